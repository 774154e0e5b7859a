import { describe, expect, it } from 'vitest';
import { readFile, sourceFiles } from './imports';
import { THOROUGH_TESTS } from './long-tests.mjs';

/** Specs that need another server, or pictures of this version of Chromium: `.ci/run` runs them. */
const OF_CI = /^e2e\/(?:deploy|functions|postgres|s3)\/|^e2e\/ui\/baselines/;

/** Specs without a main test, each with the reason. Only a thorough run has them. */
const WITHOUT_MAIN: Record<string, string> = {
  'e2e/admin.spec.ts': 'starts a process for each command; doctor.spec.ts does so for one',
  'e2e/api/documented-examples.spec.ts': 'runs every example of docs/api; samples.spec.ts runs those of other services',
  'e2e/api/form-endings.spec.ts': 'sends 150 MB to a server of its own; lib/http/body/hostile-forms.test.ts has such forms',
  'e2e/api/refusals.spec.ts': 'breaks the storage of a server of its own; error-disclosure.spec.ts breaks that of the shared one',
  'e2e/api/sign-in.spec.ts': 'measures durations',
  'e2e/backup.spec.ts': 'starts two servers and three commands; lib/db/backup/backup.db.test.ts loads a dump into an empty database',
  'e2e/faults/concurrent-uploads.spec.ts': 'takes minutes of encoding; lib/scheduling shows the queue',
  'e2e/faults/disk-full.spec.ts': 'fills a disk, and kills a server; lib/db/embedded/embedded.db.test.ts fills one',
  'e2e/faults/first-start.spec.ts': 'starts many servers; stops.spec.ts kills one',
  'e2e/faults/fuzz.spec.ts': 'has generated inputs; the fuzz tests of lib/imaging have more',
  'e2e/faults/hanging-database.spec.ts': 'waits for time limits; lib/db/embedded/embedded.db.test.ts has a database that hangs',
  'e2e/faults/slow-readers.spec.ts': 'fills the memory of a server',
  'e2e/start.spec.ts': 'measures a start; lifecycle.spec.ts starts, and stops',
  'e2e/ui/address-pictures.spec.ts': 'has the choices of one page; lib/dialects/native/addresses/address-pictures.test.ts has each look-up',
  'e2e/ui/administration-languages.spec.ts': 'looks for cut texts in each language; languages.spec.ts shows pages in some',
  'e2e/ui/dialog-history.spec.ts': 'has the details of Back; unsaved-navigation.spec.ts shows the question',
  'e2e/ui/direct-upload.spec.ts': 'needs a store in place of the disk; lib/dialects/native/direct-uploads.io.test.ts has one',
  'e2e/ui/editor-background.spec.ts': 'compares pixels; editor-saved.spec.ts does so for a framing',
  'e2e/ui/editor-hesitations.spec.ts': 'has details of the editor in two windows',
  'e2e/ui/editor-warnings.spec.ts': 'has positions in four windows',
  'e2e/ui/every-page.spec.ts': 'opens each page in all colours and widths; axe.spec.ts opens each once',
  'e2e/ui/first-framing.spec.ts': 'finds faces; lib/decoders/faces.image.test.ts finds more, picture.spec.ts frames a photo',
  'e2e/ui/frame.spec.ts': 'has the links around pages; layout.spec.ts shows that they fit',
  'e2e/ui/gravatar.spec.ts': 'has a server with a Gravatar; gravatar-source.spec.ts takes its picture, sources.spec.ts has another source',
  'e2e/ui/header-picture.spec.ts': 'holds back files; picture.spec.ts shows the picture in the header',
  'e2e/ui/health.spec.ts': 'starts a server of its own; doctor.spec.ts examines one',
  'e2e/ui/invites.spec.ts': 'starts a server of its own; setup.spec.ts opens an account with a link',
  'e2e/ui/layout-shift.spec.ts': 'holds back fonts and answers, on each page',
  'e2e/ui/moderation.spec.ts':
    'starts a server of its own; people.spec.ts has the page, lib/dialects/native/people/moderation.test.ts the changes',
  'e2e/ui/opening.spec.ts': 'decodes photos of the largest size; picture.spec.ts opens a phone photo',
  'e2e/ui/thumbnail.spec.ts': 'decodes large photos in each orientation; picture.spec.ts opens a phone photo',
  'e2e/ui/password-field.spec.ts': 'has details of one field; account.spec.ts fills it in',
  'e2e/ui/picture-languages.spec.ts': 'looks for cut texts in each language',
  'e2e/ui/session.spec.ts': 'signs out beside other tabs; account.spec.ts signs out, and live.spec.ts changes two pages',
  'e2e/ui/reading-files.spec.ts': 'holds back the bytes of files; picture.spec.ts chooses one',
  'e2e/ui/settings-languages.spec.ts': 'looks for cut texts in each language',
  'e2e/ui/undo.spec.ts': 'has a server with a Gravatar; picture.spec.ts removes a picture and undoes it',
  'e2e/ui/unsaved.spec.ts': 'holds back files; drafts.spec.ts keeps an edit, unsaved-navigation.spec.ts asks before it is left',
  'e2e/ui/verification.spec.ts': 'starts a server of its own; password-reset.spec.ts opens the link of a message',
  'e2e/ui/visibility.spec.ts': 'follows the focus over each page, in three windows',
  'e2e/ui/webp-orientation.spec.ts': 'compares pixels of turned files; editor-saved.spec.ts does so for a flipped one',
  'e2e/ui/what-you-see.spec.ts': 'compares pixels of six framings on two devices; editor-saved.spec.ts does so for one',
  'e2e/ui/zoomed.spec.ts': 'reaches each control of each page, in three zooms',
  'e2e/verified-look-ups.spec.ts': 'starts two servers; lib/dialects/native/addresses/verification.test.ts has the look-ups',
};

const specs = sourceFiles('e2e').filter((path) => path.endsWith('.spec.ts') && !OF_CI.test(path));
const tests = ['lib', 'components', 'scripts', 'server', 'testing'].flatMap(sourceFiles).filter((path) => /\.test\.tsx?$/.test(path));
const hasMain = (path: string) => readFile(path).includes("'@main'");

describe('the end-to-end tests of npm test', () => {
  it('are in every spec, or it says why not', () => {
    expect(specs.length).toBeGreaterThan(90);
    expect(specs.filter((path) => !hasMain(path) && !(path in WITHOUT_MAIN))).toEqual([]);
  });

  it('are in no spec that is listed as without', () => {
    expect(Object.keys(WITHOUT_MAIN).filter((path) => !specs.includes(path) || hasMain(path))).toEqual([]);
  });

  it('and the other tests that the reasons name are in files that exist, and that npm test runs', () => {
    const named = Object.values(WITHOUT_MAIN).flatMap((reason) => reason.match(/[\w./-]+\.ts/g) ?? []);
    expect(named.length).toBeGreaterThan(30);
    const run = [...specs.filter(hasMain), ...tests.filter((path) => !(path in THOROUGH_TESTS))];
    expect(named.filter((name) => !run.some((path) => `/${path}`.endsWith(`/${name}`)))).toEqual([]);
  });
});
