// npm run dev: the server, with pages and routes rebuilt on change.
import { ensureDependencies, requireNode } from './prepare.mjs';

requireNode();
ensureDependencies();
process.argv.push('--dev');
await import('../server.mjs');
