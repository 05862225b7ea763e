// A small stand-in for the LIFF SDK, for pages opened in the phone's in-app browser: <script src=".../static/liff-sdk.js">.
// The ID token is the one the phone put behind the address (#id_token=…).
(() => {
  const token = new URLSearchParams(location.hash.slice(1)).get("id_token");
  const claims = () => {
    if (!token) return null;
    const raw = atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(raw, (one) => one.charCodeAt(0))));
  };
  window.liff = {
    init: async () => {},
    ready: Promise.resolve(),
    isInClient: () => window.parent !== window,
    isLoggedIn: () => token !== null,
    login: () => {},
    getIDToken: () => token,
    getDecodedIDToken: claims,
    getOS: () => "web",
    getLanguage: () => "ja",
    closeWindow: () => window.parent.postMessage({ type: "liff.closeWindow" }, "*"),
    openWindow: ({ url }) => window.open(url, "_blank", "noopener"),
  };
})();
