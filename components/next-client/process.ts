/** In place of a copy of `process` of Node.js for browsers: builds replace the variables that pages read. */
export const env: Record<string, string | undefined> = {};
