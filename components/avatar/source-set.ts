import { EAGER_SIZES } from '@/lib/imaging/sizes';
import type { AvatarResource } from '../api/resource';

/** Addresses in a resource are absolute with the public origin; the page may be visited under another name of the same server. */
export function pathOf(url: string): string {
  return new URL(url).pathname;
}

/**
 * For a picture of `size` CSS pixels: the smallest version that is sharp, for each pixel ratio; of those that are there as soon as a
 * picture is saved, if one is large enough, so that nobody looks at a blank circle while another is made.
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

/** The same for pictures that must not move: {@link sourceSet} of an animation with the addresses of its first frame. */
export function stillSourceSet({ versions, url }: AvatarResource, size: number): { src: string; srcSet: string } {
  const still = (address: string) => address.replace(/\.webp$/, '.still.webp');
  const stills = Object.entries(versions).map(([name, version]) => [name, { ...version, url: still(version.url) }]);
  return sourceSet({ versions: Object.fromEntries(stills), url: still(url) }, size);
}
