import sharp from 'sharp';

/** Paints a landscape of gradients: recognizable at every size, and free of copyright. */
export function paint(hue: number, shape: 'sun' | 'hills'): Promise<Buffer> {
  const [width, height] = [1600, 1200];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sun = Math.hypot(x - 800, y - 560) < 260 ? 1 : 0;
      const hills = y > 700 + 130 * Math.sin(x / 190) + 60 * Math.sin(x / 71) ? 1 : 0;
      const lit = shape === 'sun' ? sun : hills;
      const angle = ((hue + lit * 40 + (y / height) * 50) * Math.PI) / 180;
      const light = 150 + lit * 60 - (y / height) * 60;
      for (let channel = 0; channel < 3; channel += 1) {
        pixels[(y * width + x) * 3 + channel] = Math.max(0, Math.min(255, light + 70 * Math.cos(angle - (channel * 2 * Math.PI) / 3)));
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
