// npm start: installs and builds if needed, then runs the server.
import { ensureBuild, ensureDependencies, requireNode } from './prepare.mjs';
import { runServer } from './run-server.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

requireNode();
ensureDependencies();
stopWithNpm();
ensureBuild();
runServer();
