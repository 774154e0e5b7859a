// npm run build
import { ensureBuild, ensureDependencies, requireNode } from './prepare.mjs';

requireNode();
ensureDependencies();
ensureBuild();
