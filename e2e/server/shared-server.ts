import { test } from '@playwright/test';
import type { Server } from './server';
import { workerServer } from './worker-server';

/**
 * The server of a worker with the settings that it has out of the box. Specs of APIs and of pages begin with this same fixture, so that a
 * worker goes on from one to the other with its server: a start takes seconds of computing, and so do the first pages after it.
 */
export const sharedServer = test.extend<object, { server: Server }>({ server: workerServer() });
