import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

const WASM = 'node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm';

let loaded: Promise<typeof SchemaEngine> | undefined;

/**
 * Loads Prisma's schema engine, compiled to WebAssembly, over a driver adapter. The native engine would be a download.
 * The package's entry point imports the `.wasm` file as a module, which Node 20 does not support, so this instantiates it by hand.
 */
export async function schemaEngine(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  loaded ??= load();
  const schema = await readFile(join(/* turbopackIgnore: true */ process.cwd(), 'prisma/schema.prisma'), 'utf8');
  const engine = await loaded;
  return engine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
}

async function load(): Promise<typeof SchemaEngine> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(/* turbopackIgnore: true */ process.cwd(), WASM));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...glue } });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue.SchemaEngine;
}
