// Requests each of many addresses once, over several connections, in a process of its own. Prints the seconds that it took.
import { performance } from 'node:perf_hooks';
import autocannon from 'autocannon';

const [base, connections, status, paths] = await new Promise((resolve) => process.once('message', resolve));
const each = Math.floor(paths.length / connections);
let clients = 0;
let began;
let ended;
const load = autocannon({
  url: base,
  connections,
  amount: each * connections,
  setupClient(client) {
    began ??= performance.now();
    client.setRequests(paths.slice(clients * each, (clients + 1) * each).map((path) => ({ method: 'GET', path })));
    clients += 1;
  },
});
load.on('response', () => {
  ended = performance.now();
});
const { errors, timeouts, statusCodeStats } = await load;
const others = Object.keys(statusCodeStats).filter((code) => code !== String(status));
if (errors + timeouts > 0 || others.length > 0) {
  process.send({ failure: `${errors} errors, ${timeouts} timeouts, statuses ${Object.keys(statusCodeStats).join(', ')}` });
} else process.send({ rate: (each * connections * 1000) / (ended - began) });
process.disconnect();
