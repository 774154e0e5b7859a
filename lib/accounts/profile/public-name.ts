import type { Profile } from './ports';

/** The name under which other people and applications know a person. */
export function publicNameOf({ name, publicName }: Pick<Profile, 'name' | 'publicName'>): string {
  return publicName ?? name;
}
