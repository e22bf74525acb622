// A provider of identities as a ministry might run one: oidc-provider with its own pages to sign in and to consent.
// Every login exists, and is called LOGIN@bo.gov.vn. PORT is where it listens, HOST how it calls
// this machine, PORTAL whom it serves.
// IN_TOKEN puts what a person is called into the ID token; without it the provider says so only when asked.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { PORT, PORTAL, IN_TOKEN, HOST = "127.0.0.1" } = process.env;
const issuer = `http://${HOST}:${PORT}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "dathang",
      client_secret: "a-secret-of-the-tests",
      redirect_uris: [`${PORTAL}/sign-in/oidc/return`],
      post_logout_redirect_uris: [`${PORTAL}/sign-in`],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  conformIdTokenClaims: !IN_TOKEN,
  cookies: { keys: ["one key of the tests"] },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({
      sub,
      email: `${sub}@bo.gov.vn`,
      // Who says that their address is somebody else's has not shown it.
      email_verified: !sub.startsWith("unverified"),
    }),
  }),
});

createServer(provider.callback()).listen(Number(PORT), "127.0.0.1");
