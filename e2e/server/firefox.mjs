#!/usr/bin/env node
// Runs Debian's Firefox for Playwright, which drives it by WebDriver BiDi. This release does not know one command that Playwright sends for
// every context, so a proxy between them answers it. The proxy also mends `fill`, after which React does not notice the new value. Delete
// this file once Firefox ESR knows `emulation.setMediaFeaturesOverride` and Playwright fills fields of React, and name Firefox itself in
// playwright.config.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

const UNKNOWN = 'emulation.setMediaFeaturesOverride';

/**
 * Statements of the script by which Playwright fills fields, and what they set. React overrides `value` of each element to track the last
 * value, and ignores an `input` event that does not change it. The setter of the prototype bypasses that. It also replaces the value of
 * number inputs, to which Playwright would append, since they have no selection.
 */
const FILL = new Map([
  ['inputElement.value = value;', 'value'],
  ['inputElement.value += text;', 'text'],
]);

const firefox = spawn(process.env.FIREFOX ?? 'firefox-esr', process.argv.slice(2), { stdio: ['inherit', 'inherit', 'pipe'] });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => firefox.kill(signal));
firefox.once('error', ({ message }) => {
  console.error(`Firefox cannot be started: ${message}. Install it, or set FIREFOX to its path.`);
  process.exit(1);
});
firefox.once('exit', (code) => process.exit(code ?? 1));
firefox.stderr.setEncoding('utf8').on('data', async (text) => {
  const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(text) ?? [];
  process.stderr.write(address ? text.replace(address, await startProxy(address)) : text);
});

/** @returns the address of the proxy */
async function startProxy(address) {
  const proxy = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  proxy.on('connection', (client, { url }) =>
    connect(client, new WebSocket(address + url.replace(/^\/$/, ''), { perMessageDeflate: false })),
  );
  await once(proxy, 'listening');
  return `ws://127.0.0.1:${proxy.address().port}`;
}

async function connect(client, browser) {
  const opened = once(browser, 'open');
  browser.on('message', (data) => client.send(String(data)));
  browser.once('close', () => client.close());
  browser.once('error', (error) => console.error(error));
  client.once('close', () => browser.close());
  client.on('message', async (data) => {
    const { id, method } = JSON.parse(String(data));
    await opened;
    if (method === UNKNOWN) client.send(JSON.stringify({ type: 'success', id, result: {} }));
    else browser.send(withFill(String(data)));
  });
}

function withFill(message) {
  let mended = message;
  for (const [statement, given] of FILL)
    mended = mended.replaceAll(
      statement,
      `Reflect.getOwnPropertyDescriptor(inputElement.constructor.prototype, 'value').set.call(inputElement, ${given});`,
    );
  return mended;
}
