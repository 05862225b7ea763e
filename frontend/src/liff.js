// The parts of the LIFF SDK the entry page needs, as one file: start, sign in, ID token.
import liff from "@line/liff/core";
import GetIDToken from "@line/liff/get-id-token";
import IsLoggedIn from "@line/liff/is-logged-in";
import Login from "@line/liff/login";

for (const part of [new IsLoggedIn(), new Login(), new GetIDToken()]) liff.use(part);
export default liff;
