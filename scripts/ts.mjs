// Runs a TypeScript script: node scripts/ts.mjs scripts/db-migrate.ts
import { ensureDependencies, requireNode, runBin } from './prepare.mjs';

requireNode();
ensureDependencies();
runBin('tsx', process.argv.slice(2));
