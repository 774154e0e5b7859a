import { useEffect, useState } from 'react';
import { shownCrop, type Work } from '../work';
import { cutsFace } from './cut-faces';
import { drawFramed } from './draw-framed';
import type { FramedCrop } from './framing';
import { findWarnings, type Warning } from './warnings';

/** Side of the copy to examine, in pixels. */
const SIDE = 48;

/** How long the picture rests before it is examined, in milliseconds: not at each step of a drag. */
const REST_MS = 250;

/** Warnings about the framed picture. @param url of the picture, or of its first frame */
export function useWarnings(work: Work, url: string): Warning[] {
  const [pixels, setPixels] = useState<Uint8ClampedArray | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const image = new Image();
      image.src = url;
      // Of a picture that the browser has decoded already.
      await image.decode().catch(() => {});
      if (isCurrent && image.naturalWidth > 0) setPixels(sample(image, work));
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [work, url]);
  const crop = useRested(shownCrop(work));
  return findWarnings(pixels, shownCrop(work).width, cutsFace(work.faces, crop, work.picture));
}

/** The crop as it was when the picture rested last: a face that passes the circle during a drag is not cut. */
function useRested(crop: FramedCrop): FramedCrop {
  const [rested, setRested] = useState(crop);
  const key = JSON.stringify(crop);
  useEffect(() => {
    const timer = setTimeout(() => setRested(JSON.parse(key)), REST_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return rested;
}

/** Draws the framed picture small, to look at its pixels. */
function sample(image: HTMLImageElement, work: Work): Uint8ClampedArray | null {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  drawFramed(context, image, work, SIDE);
  return context.getImageData(0, 0, SIDE, SIDE).data;
}
