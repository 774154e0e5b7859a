import { describe, expect, it } from 'vitest';
import { specifiers, withoutComments } from './imports';

describe('the scan for imports', () => {
  it.each([
    ["import a from 'x'", ['x']],
    ["import type { A } from 'x'", ['x']],
    ["import {\n  a,\n  type B,\n} from 'x';", ['x']],
    ["import * as a from 'x';import 'y';", ['x', 'y']],
    ["export * from 'x'; export type { A } from 'y'", ['x', 'y']],
    ["const a = await import('x'); type B = import('y').B; require('z')", ['x', 'y', 'z']],
    ['import(`x`)', ['x']],
    [['import(`', '{name}`)'].join('$'), ['(computed)']],
    ['import(name)', ['(computed)']],
    ["// import a from 'x'\n/* import b from 'y' */ const url = 'https://z'; import c from 'w'", ['w']],
    ["export const from = 'x'", []],
    ["import { a } from './import';\nadd('x/run-import', 'y');", ['./import']],
  ])('%j imports %j', (text, expected) => {
    expect(specifiers(withoutComments(text))).toEqual(expected);
  });
});
