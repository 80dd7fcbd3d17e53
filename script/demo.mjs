// What a new user does in the first minutes, over Studio's REST API. Called by  script/server --demo, which takes it back.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { STUDIO_URL, DEMO_HOME, DEMO_IMAGE } = process.env;

async function call(method, path, body, token) {
  const answer = await fetch(`${STUDIO_URL}/api/v1${path}`, {
    method,
    headers: {
      ...(body && { "content-type": "application/json" }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text;
}

const post = async (path, body, token) => JSON.parse(await call("POST", path, body, token));
const get = async (path, token) => JSON.parse(await call("GET", path, undefined, token));

// Below the ports that outgoing connections are given, so that none of them takes it before the container does.
async function freePort(first) {
  for (let port = first; ; port++) {
    const server = createServer();
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
      return port;
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    } finally {
      server.close();
    }
  }
}

async function show() {
  const email = "ann@example.com";
  const password = randomBytes(12).toString("base64url");
  const code = readFileSync(join(DEMO_HOME, "data", "setup-code"), "utf8").trim();
  const { token } = await post("/setup", { code, email, password });

  // The label of all that Studio will make on the engine, by which script/server takes it away, however far this gets.
  const { id } = (await get("/projects", token)).items.find(({ name }) => name === "default");
  writeFileSync(join(DEMO_HOME, "project"), id);

  const project = "/projects/default";
  await post(`${project}/secret-keys`, {
    name: "weather",
    description: "Keys of the weather service",
    entries: [
      { name: "WEATHER_API_KEY", value: randomBytes(20).toString("hex") },
      { name: "WEATHER_REGION", value: "north" },
    ],
  }, token);
  await post(`${project}/pull-secrets`, {
    name: "demo-registry",
    registry: "other",
    server: process.env.STUDIO_TEST_REGISTRY,
    username: process.env.STUDIO_TEST_REGISTRY_USER,
    password: process.env.STUDIO_TEST_REGISTRY_PASSWORD,
  }, token);
  const port = await freePort(8081);
  await post(`${project}/services`, {
    name: "hello",
    description: "A private image with secret keys",
    image: DEMO_IMAGE,
    pullSecret: "demo-registry",
    environment: [{ name: "MODE", value: "demo" }],
    bindings: [{ secretKeys: "weather" }],
    ports: [{ container: 8080, host: port }],
    health: { http: { port: 8080, path: "/" }, intervalSeconds: 2 },
  }, token);

  console.log("server: launching the service 'hello' from its private image");
  const { launchId } = await post(`${project}/services/hello/launch`, {}, token);
  await call("GET", `/launches/${launchId}/events`, undefined, token); // ends with the launch
  const launch = await get(`/launches/${launchId}`, token);
  if (launch.state !== "live") throw new Error(`the launch ended as ${launch.state}: ${launch.error}`);

  console.log(`
  Studio     ${STUDIO_URL}
  sign in    ${email}
  password   ${password}      (said this once)

  The service 'hello' is healthy: http://127.0.0.1:${port}/ names the variables that it was given.
  In Studio, look at Services, hello; and at Secrets for its keys and its image pull secret.
`);
}

try {
  await show();
} catch (error) {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
}
