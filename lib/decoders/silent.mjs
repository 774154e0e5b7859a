// Libraries print messages about malformed files, and a thread prints to the server log, which must be lines of JSON. Import this first:
// libheif stores the console functions when it loads.
for (const method of ['debug', 'dir', 'error', 'info', 'log', 'trace', 'warn']) console[method] = () => {};
