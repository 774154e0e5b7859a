// npm run dev: the server, with pages and routes rebuilt on change.
import { ensureDependencies, requireNode } from './prepare.mjs';
import { runServer } from './run-server.mjs';

requireNode();
ensureDependencies();
runServer({ dev: true });
