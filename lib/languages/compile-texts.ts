import compile from 'icu-minify/compile';

/** Compiles the texts of an area: browsers have no parser of ICU messages. */
export function compileTexts(messages: object): Record<string, unknown> {
  // As JSON has them: the compiler makes objects without a prototype, which server components cannot pass on.
  return JSON.parse(JSON.stringify(compileAll(messages)));
}

function compileAll(messages: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === 'string' ? compile(value) : compileAll(value)]),
  );
}
