// npm start: whatever is missing, then the server.
import { ensureBuild, ensureDependencies, requireNode } from './prepare.mjs';

requireNode();
ensureDependencies();
ensureBuild();
await import('../server.mjs');
