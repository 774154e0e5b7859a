// Installs the packages of the lock file and generates the database client, for images that build in layers.
import { ensureDependencies, requireNode } from './prepare.mjs';

requireNode();
ensureDependencies();
