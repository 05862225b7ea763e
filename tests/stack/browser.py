"""A browser without JavaScript: cookies, forms, redirects. Enough to use every page."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request


class Visitor:
    """One person's browser."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.HTTPRedirectHandler()
        )
        self.status = 0
        self.html = ""
        self.address = ""

    def get(self, url: str) -> str:
        """Open a page; returns its HTML whatever the status."""
        return self._open(urllib.request.Request(url))

    def post(self, url: str, **fields: str) -> str:
        """Send a form, with the hidden fields of the page shown before; returns the page that follows."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.html))
        data = urllib.parse.urlencode(hidden | fields).encode()
        return self._open(urllib.request.Request(url, data))

    def _open(self, request: urllib.request.Request) -> str:
        try:
            with self._opener.open(request, timeout=30) as response:
                self.status, self.address = response.status, response.url
                self.html = response.read().decode()
        except urllib.error.HTTPError as error:
            self.status, self.html = error.code, error.read().decode()
        return self.html
