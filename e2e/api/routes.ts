import { readdirSync, readFileSync } from 'node:fs';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** An address that a route file under `app` serves. */
export interface Route {
  /** Such as `/v1/avatars/[id]`. */
  path: string;
  /** The folder in brackets: `zulip`, `native`, … */
  group: string;
  methods: string[];
}

/** Every route file there is, so that nobody can add one that tests do not know of. */
export function routes(): Route[] {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('/route.ts'));
  return files.map((file) => {
    const [, group = '', path = ''] = /^\((\w+)\)(\/.+)\/route\.ts$/.exec(file) ?? [];
    if (path === '') throw new Error(`app/${file} is in no group`);
    return { path, group, methods: exportedMethods(readFileSync(`app/${file}`, 'utf8')) };
  });
}

/** `export const PUT = …`, `export const { GET, POST } = …`, `export { x as GET }` and `export function GET`. */
function exportedMethods(source: string): string[] {
  const exported = [...source.matchAll(/^export (?:const|(?:async )?function) (\w+)|^export (?:const )?\{([^}]*)\}/gm)];
  const names = exported.flatMap(([, name, list = '']) => [name ?? '', ...list.split(',').map((part) => part.trim().split(/\s+/).at(-1))]);
  return METHODS.filter((method) => names.includes(method));
}
