"""Which network an address belongs to, as far as wrong passwords are concerned."""

import pytest

from fieldapp.operations.sign_in import network_of


@pytest.mark.parametrize(("address", "network"), [
    ("203.0.113.9", "203.0.113.0/24"),
    ("::ffff:203.0.113.9", "203.0.113.0/24"),
    ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    (None, "unknown"),
    ("not an address", "unknown"),
])
def test_network_of(address, network):
    assert network_of(address) == network
