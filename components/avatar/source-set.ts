import { EAGER_SIZES } from '@/lib/imaging/sizes';
import type { AvatarResource } from '../api/resource';

/** URLs in a resource have the public origin; the page may be open under another host name of the same server. */
export function pathOf(url: string): string {
  return new URL(url).pathname;
}

/**
 * Builds a srcset for a picture of `size` CSS pixels: for each pixel ratio the smallest sharp version. Prefers sizes that exist right after
 * a save, so that the page shows no blank circle while the server makes another size.
 */
export function sourceSet({ versions, url }: Pick<AvatarResource, 'versions' | 'url'>, size: number): { src: string; srcSet: string } {
  const ladder = Object.entries(versions)
    .map(([name, version]) => ({ pixels: Number(name), url: version.url }))
    .filter(({ pixels }) => Number.isFinite(pixels))
    .sort((a, b) => a.pixels - b.pixels);
  const ready = ladder.filter(({ pixels }) => EAGER_SIZES.some((eager) => eager === pixels));
  const at = (ratio: number) => pathOf(([...ready, ...ladder].find(({ pixels }) => pixels >= size * ratio) ?? ladder.at(-1))?.url ?? url);
  return { src: at(1), srcSet: [1, 2, 3].map((ratio) => `${at(ratio)} ${ratio}x`).join(', ') };
}

/** Side of the picture in the header, in CSS pixels. */
export const HEADER_SIZE = 40;

/** Builds {@link sourceSet} for the header, where animations stand still. */
export function headerSourceSet(avatar: AvatarResource): { src: string; srcSet: string } {
  return avatar.animated ? stillSourceSet(avatar, HEADER_SIZE) : sourceSet(avatar, HEADER_SIZE);
}

/** Builds {@link sourceSet} with the URLs of the first frame, for pictures that must not move. */
export function stillSourceSet({ versions, url }: AvatarResource, size: number): { src: string; srcSet: string } {
  const still = (address: string) => address.replace(/\.webp$/, '.still.webp');
  const stills = Object.entries(versions).map(([name, version]) => [name, { ...version, url: still(version.url) }]);
  return sourceSet({ versions: Object.fromEntries(stills), url: still(url) }, size);
}
