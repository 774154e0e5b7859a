// One call of zulip-js, in a process of its own, because the package replaces the global FormData.
// node zulip-js.cjs '{"realm":…,"username":…,"password" or "apiKey":…}' <endpoint> <method> '{"file":<path>, …}'
const { createReadStream } = require('node:fs');
const zulip = require('zulip-js');

async function main([config, endpoint, method, params]) {
  const client = await zulip(JSON.parse(config));
  const { file, ...others } = JSON.parse(params);
  const answer = await client.callEndpoint(endpoint, method, file ? { ...others, file: createReadStream(file) } : others);
  console.log(JSON.stringify({ apiKey: client.config.apiKey, answer }));
}

main(process.argv.slice(2));
