import { describe, expect, it } from 'vitest';
import { readFile, sourceFiles } from './imports';

/** Specs that need another server, or pictures of this version of Chromium: `.ci/run` runs them. */
const OF_CI = /^e2e\/(?:deploy|functions|postgres|s3)\/|^e2e\/ui\/baselines/;

/** Specs without a main test, each with the reason. Only a thorough run has them. */
const WITHOUT_MAIN: Record<string, string> = {
  'e2e/admin.spec.ts': 'starts a process for each command; doctor.spec.ts and backup.spec.ts do so for one',
  'e2e/api/sign-in.spec.ts': 'measures durations',
  'e2e/faults/concurrent-uploads.spec.ts': 'takes minutes of encoding; lib/scheduling shows the queue',
  'e2e/faults/first-start.spec.ts': 'starts many servers; stops.spec.ts kills one',
  'e2e/faults/fuzz.spec.ts': 'has generated inputs; the fuzz tests of lib/imaging have more',
  'e2e/faults/slow-readers.spec.ts': 'fills the memory of a server',
  'e2e/start.spec.ts': 'measures a start; lifecycle.spec.ts starts, and stops',
  'e2e/ui/administration-languages.spec.ts': 'looks for cut texts in each language; languages.spec.ts shows pages in some',
  'e2e/ui/dialog-history.spec.ts': 'has the details of Back; unsaved-navigation.spec.ts shows the question',
  'e2e/ui/editor-background.spec.ts': 'compares pixels; editor-saved.spec.ts does so for a framing',
  'e2e/ui/editor-hesitations.spec.ts': 'has details of the editor in two windows',
  'e2e/ui/editor-warnings.spec.ts': 'has positions in four windows',
  'e2e/ui/every-page.spec.ts': 'opens each page in all colours and widths; axe.spec.ts opens each once',
  'e2e/ui/frame.spec.ts': 'has the links around pages; layout.spec.ts shows that they fit',
  'e2e/ui/header-picture.spec.ts': 'holds back files; picture.spec.ts shows the picture in the header',
  'e2e/ui/layout-shift.spec.ts': 'holds back fonts and answers, on each page',
  'e2e/ui/opening.spec.ts': 'decodes photos of the largest size; picture.spec.ts opens a phone photo',
  'e2e/ui/password-field.spec.ts': 'has details of one field; account.spec.ts fills it in',
  'e2e/ui/picture-languages.spec.ts': 'looks for cut texts in each language',
  'e2e/ui/settings-languages.spec.ts': 'looks for cut texts in each language',
  'e2e/ui/visibility.spec.ts': 'follows the focus over each page, in three windows',
  'e2e/ui/zoomed.spec.ts': 'reaches each control of each page, in three zooms',
};

const specs = sourceFiles('e2e').filter((path) => path.endsWith('.spec.ts') && !OF_CI.test(path));
const hasMain = (path: string) => readFile(path).includes("'@main'");

describe('the end-to-end tests of npm test', () => {
  it('are in every spec, or it says why not', () => {
    expect(specs.length).toBeGreaterThan(90);
    expect(specs.filter((path) => !hasMain(path) && !(path in WITHOUT_MAIN))).toEqual([]);
  });

  it('are in no spec that is listed as without', () => {
    expect(Object.keys(WITHOUT_MAIN).filter((path) => !specs.includes(path) || hasMain(path))).toEqual([]);
  });
});
