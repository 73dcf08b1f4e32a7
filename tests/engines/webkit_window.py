#!/usr/bin/python3
"""A browser around WebKitGTK that keeps its profile, for WebKitWebDriver to drive: webkit_window.py PROFILE WIDTH HEIGHT.

The MiniBrowser that comes with WebKitGTK is always private when it is driven. Run by Debian's own Python, which has PyGObject.
SIGUSR1 writes PROFILE/seen.png: the driver's own screenshot does not come back in this WebKitGTK.
"""

import os
import signal
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gdk, GLib, Gtk, WebKit2  # noqa: E402

#: What Safari has and WebKitGTK does not switch on by itself.
FEATURES = {"StorageAPI", "StorageAPIEstimate", "FileSystem", "RequestIdleCallback"}


class Window:
    def __init__(self, profile: Path, size: tuple[int, int]):
        self.profile, self.size = profile, size
        data = WebKit2.WebsiteDataManager(base_data_directory=str(profile / "data"), base_cache_directory=str(profile / "cache"))
        data.get_cookie_manager().set_persistent_storage(str(profile / "cookies"), WebKit2.CookiePersistentStorage.TEXT)
        self.context = WebKit2.WebContext.new_with_website_data_manager(data)
        self.context.set_preferred_languages(["zh-CN"])
        self.context.set_automation_allowed(True)
        self.context.connect("automation-started", self.driven)

    def driven(self, _context, session):
        about = WebKit2.ApplicationInfo.new()
        about.set_name(Path(__file__).name)
        about.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), 0)
        session.set_application_info(about)
        session.connect("create-web-view", self.view)

    def view(self, *_):
        settings, features = WebKit2.Settings(), WebKit2.Settings.get_all_features()
        for feature in map(features.get, range(features.get_length())):
            if feature.get_identifier() in FEATURES:
                settings.set_feature_enabled(feature, True)
        view = WebKit2.WebView(web_context=self.context, is_controlled_by_automation=True, settings=settings)
        view.connect("permission-request", lambda _view, asked: asked.deny() or True)
        view.connect("close", lambda _view: Gtk.main_quit())
        self.window = Gtk.Window(default_width=self.size[0], default_height=self.size[1])
        self.window.add(view)
        self.window.show_all()
        return view

    def write_picture(self):
        window, to = self.window.get_window(), self.profile / "seen.png"
        picture = Gdk.pixbuf_get_from_window(window, 0, 0, window.get_width(), window.get_height())
        picture.savev(str(to.with_suffix(".part")), "png", [], [])
        os.rename(to.with_suffix(".part"), to)
        return True


if __name__ == "__main__":
    at = sys.argv.index("--profile")
    shown = Window(Path(sys.argv[at + 1]), (int(sys.argv[at + 2]), int(sys.argv[at + 3])))
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, shown.write_picture)
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, lambda: Gtk.main_quit() or False)
    Gtk.main()
