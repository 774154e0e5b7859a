// Libraries print what they think of a stranger's file, and a thread prints to the log of the server, which is lines of JSON. Import this
// first: libheif keeps the functions of the console that it finds.
for (const method of ['debug', 'dir', 'error', 'info', 'log', 'trace', 'warn']) console[method] = () => {};
