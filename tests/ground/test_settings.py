"""Settings: read once, from the environment, with a plain word about what is wrong."""

import stat

import pytest

from fieldapp.config import SettingError, from_environment


def test_an_empty_environment_is_enough(tmp_path):
    settings = from_environment({"FIELDAPP_DATA": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path / 'fieldapp.db'}"
    assert (settings.host, settings.port, settings.origin) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.blobs == tmp_path / "blobs"
    assert not settings.https
    assert not settings.demo


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path):
    first = from_environment({"FIELDAPP_DATA": str(tmp_path)})
    again = from_environment({"FIELDAPP_DATA": str(tmp_path)})

    assert first.cookie_keys == again.cookie_keys
    assert first.lane_keys == again.lane_keys
    assert first.cookie_keys[0] != first.lane_keys[0].decode()
    for name in ("cookie", "lanes"):
        assert stat.S_IMODE((tmp_path / "keys" / name).stat().st_mode) == 0o600


def test_a_key_can_be_changed_and_the_old_one_still_accepted(tmp_path):
    settings = from_environment({"FIELDAPP_DATA": str(tmp_path), "SECRET_KEY": "new, old"})

    assert settings.cookie_keys == ("new", "old")


def test_an_empty_key_file_stops_the_start(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "cookie").write_text("\n")

    with pytest.raises(ValueError, match="cookie"):
        from_environment({"FIELDAPP_DATA": str(tmp_path)})


def test_postgresql_means_the_driver_we_ship_and_more_processes(tmp_path):
    settings = from_environment({"FIELDAPP_DATA": str(tmp_path), "DATABASE_URL": "postgres://field@db/field"})

    assert settings.database_url == "postgresql+psycopg://field@db/field"
    assert settings.web_processes == 2


def test_other_addresses_are_served_only_behind_https(tmp_path):
    plain = from_environment({"FIELDAPP_DATA": str(tmp_path), "HOST": "0.0.0.0"})
    behind_proxy = from_environment({"FIELDAPP_DATA": str(tmp_path), "HOST": "0.0.0.0", "FIELDAPP_ORIGIN": "https://Field.example/"})

    assert plain.host == "127.0.0.1"
    assert (behind_proxy.host, behind_proxy.origin) == ("0.0.0.0", "https://field.example")


@pytest.mark.parametrize(("name", "value"), [
    ("PORT", "eighty"), ("PORT", "0"), ("FIELDAPP_DEMO", "yes"), ("FIELDAPP_ORIGIN", "field.example"),
    ("FIELDAPP_ORIGIN", "https://field.example/app"), ("DATABASE_URL", "mysql://x/y"), ("BLOB_URL", "s3://bucket"),
])
def test_a_wrong_setting_is_named(tmp_path, name, value):
    with pytest.raises(SettingError, match=name):
        from_environment({"FIELDAPP_DATA": str(tmp_path), name: value})


def test_pushes_have_a_key_of_their_own_and_go_to_the_browsers_services(tmp_path):
    first = from_environment({"FIELDAPP_DATA": str(tmp_path), "FIELDAPP_ORIGIN": "https://field.example"})
    again = from_environment({"FIELDAPP_DATA": str(tmp_path)})

    assert first.vapid_keys == again.vapid_keys and len(first.vapid_keys) == 1
    assert stat.S_IMODE((tmp_path / "keys" / "vapid").stat().st_mode) == 0o600
    assert "updates.push.services.mozilla.com" in first.push_hosts
    assert first.push_contact == "admin@field.example"


@pytest.mark.parametrize("hosts", ["push.example", "*.push.example", "https://10.0.0.7:8443", "http://127.0.0.1:9000, push.example"])
def test_who_may_carry_pushes(tmp_path, hosts):
    settings = from_environment({"FIELDAPP_DATA": str(tmp_path), "FIELDAPP_PUSH_HOSTS": hosts})

    assert settings.push_hosts == tuple(hosts.split(", "))


@pytest.mark.parametrize(("name", "value"), [
    ("FIELDAPP_PUSH_HOSTS", "http://push.example"), ("FIELDAPP_PUSH_HOSTS", "*"), ("FIELDAPP_PUSH_HOSTS", "http://127.0.0.1.example"),
    ("FIELDAPP_PUSH_HOSTS", "https://push.example/path"), ("FIELDAPP_VAPID_KEYS", "short"), ("FIELDAPP_PUSH_CONTACT", "mailto:a@b.example"),
])
def test_a_wrong_push_setting_is_named(tmp_path, name, value):
    with pytest.raises(SettingError, match=name) as said:
        from_environment({"FIELDAPP_DATA": str(tmp_path), name: value})
    assert not name.endswith("KEYS") or value not in str(said.value)


@pytest.mark.parametrize("given, origin", [
    ("https://Field.example:443", "https://field.example"), ("http://field.example:80/", "http://field.example"),
    ("https://field.example:8443", "https://field.example:8443"),
])
def test_the_origin_is_written_as_browsers_write_it(tmp_path, given, origin):
    assert from_environment({"FIELDAPP_DATA": str(tmp_path), "FIELDAPP_ORIGIN": given}).origin == origin
