import { paint } from '@/prisma/paint';
import { openAccount, signInCookie, type TestPerson } from './people';
import { native } from './uploads';

/** The pictures that a person has saved. */
export type Prepared = 'without a picture' | 'with pictures';

/** Opens two accounts that look the same, one for each language. @returns the cookies of their sessions */
export async function openNamed(baseURL: string, prepared: Prepared): Promise<[string, string]> {
  const open = async () => {
    const person = await openAccount(baseURL);
    if (prepared === 'with pictures') await savePictures(baseURL, person);
    return signInCookie(baseURL, person);
  };
  return [await open(), await open()];
}

/** Saves three pictures, the last of which is shown. */
export async function savePictures(baseURL: string, person: TestPerson): Promise<void> {
  for (const [hue, shape] of [
    [20, 'sun'],
    [140, 'hills'],
    [265, 'sun'],
  ] as const) {
    const response = await native.send(baseURL, person, new Uint8Array(await paint(hue, shape)));
    if (!response.ok) throw new Error(`Expected a saved picture, got ${response.status}.`);
  }
}
