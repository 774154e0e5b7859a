// The tiny face detector of face-api.js: six convolutions that halve the picture, and one that describes faces in cells of 32 pixels.
// Computed here because the libraries that run it take 25 to 150 MB and need a browser or a binary: docs/decisions.
import { readFileSync } from 'node:fs';

/** Pixels of the picture in a cell of the result. */
const CELL = 32;

/** Sizes of typical faces, in cells. Each cell describes one face of each. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];

/** x, y, width, height and score of a face. */
const NUMBERS = 5;

const MEAN_RGB = [117.001, 114.697, 97.404];

/** Slope of the activation below zero. */
const LEAK = 0.1;

/** A weight is stored as one byte between the least and the largest of its list. */
const WEIGHTS = readWeights();

function readWeights() {
  const file = (name) => readFileSync(new URL(`./face-model/${name}`, import.meta.url));
  const bytes = file('weights.bin');
  let at = 0;
  const lists = JSON.parse(String(file('weights.json'))).map(({ name, count, scale, min }) => {
    const list = Float32Array.from(bytes.subarray(at, at + count), (value) => value * scale + min);
    at += count;
    return [name, list];
  });
  return Object.fromEntries(lists);
}

/** Weights of a 1 × 1 convolution, by output instead of by input, so that the inner loop reads them in order. */
function byOutput(weights, outputs) {
  const inputs = weights.length / outputs;
  return Float32Array.from(weights, (_weight, at) => weights[(at % inputs) * outputs + Math.floor(at / inputs)]);
}

const SEPARABLE = [1, 2, 3, 4, 5].map((layer) => {
  const biases = WEIGHTS[`conv${layer}/bias`];
  const pointwise = byOutput(WEIGHTS[`conv${layer}/pointwise_filter`], biases.length);
  return { depthwise: WEIGHTS[`conv${layer}/depthwise_filter`], pointwise, biases };
});
const FIRST = { filters: byOutput(WEIGHTS['conv0/filters'], WEIGHTS['conv0/bias'].length), biases: WEIGHTS['conv0/bias'] };
const LAST = { filters: byOutput(WEIGHTS['conv8/filters'], WEIGHTS['conv8/bias'].length), biases: WEIGHTS['conv8/bias'] };

/**
 * @param rgb three bytes for each pixel, in rows
 * @returns all faces with at least this score, also those that overlap; in pixels
 */
export function describeFaces(rgb, width, height, minScore) {
  let layer = halve(firstConvolution(normalized(rgb, width, height)));
  for (const [at, weights] of SEPARABLE.entries()) {
    layer = separableConvolution(layer, weights);
    layer = at < SEPARABLE.length - 1 ? halve(layer) : maxPool(layer, 1);
  }
  return facesIn(layer, minScore);
}

/** The picture in whole cells. */
function normalized(rgb, width, height) {
  const [fullWidth, fullHeight] = [Math.ceil(width / CELL) * CELL, Math.ceil(height / CELL) * CELL];
  const data = new Float32Array(fullWidth * fullHeight * 3);
  for (let y = 0; y < fullHeight; y += 1)
    for (let x = 0; x < fullWidth; x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const value = x < width && y < height ? rgb[(y * width + x) * 3 + channel] : 0;
        data[(y * fullWidth + x) * 3 + channel] = (value - MEAN_RGB[channel]) / 255;
      }
  return { data, width: fullWidth, height: fullHeight, channels: 3 };
}

/** 3 × 3, without the pixels at the edge. */
function firstConvolution({ data, width, height, channels }) {
  const [outWidth, outHeight] = [width - 2, height - 2];
  const out = new Float32Array(outWidth * outHeight * FIRST.biases.length);
  const around = new Float32Array(9 * channels);
  for (let y = 0; y < outHeight; y += 1)
    for (let x = 0; x < outWidth; x += 1) {
      for (let row = 0; row < 3; row += 1) {
        const from = ((y + row) * width + x) * channels;
        for (let at = 0; at < 3 * channels; at += 1) around[row * 3 * channels + at] = data[from + at];
      }
      multiply(around, FIRST.filters, FIRST.biases, out, (y * outWidth + x) * FIRST.biases.length, LEAK);
    }
  return { data: out, width: outWidth, height: outHeight, channels: FIRST.biases.length };
}

/** 3 × 3 within each channel, then 1 × 1 over all channels. */
function separableConvolution({ data, width, height, channels }, { depthwise, pointwise, biases }) {
  const out = new Float32Array(width * height * biases.length);
  const sums = new Float32Array(channels);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      sums.fill(0);
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1)
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
          const from = (row * width + column) * channels;
          const weight = ((row - y + 1) * 3 + column - x + 1) * channels;
          for (let at = 0; at < channels; at += 1) sums[at] += data[from + at] * depthwise[weight + at];
        }
      multiply(sums, pointwise, biases, out, (y * width + x) * biases.length, LEAK);
    }
  return { data: out, width, height, channels: biases.length };
}

/** Four outputs at once, whose sums stay in registers. */
function multiply(inputs, weights, biases, out, to, leak) {
  const count = inputs.length;
  let output = 0;
  for (; output + 4 <= biases.length; output += 4) {
    let [a, b, c, d] = [biases[output], biases[output + 1], biases[output + 2], biases[output + 3]];
    let at = output * count;
    for (let input = 0; input < count; input += 1, at += 1) {
      const value = inputs[input];
      a += value * weights[at];
      b += value * weights[at + count];
      c += value * weights[at + 2 * count];
      d += value * weights[at + 3 * count];
    }
    out[to + output] = a < 0 ? a * leak : a;
    out[to + output + 1] = b < 0 ? b * leak : b;
    out[to + output + 2] = c < 0 ? c * leak : c;
    out[to + output + 3] = d < 0 ? d * leak : d;
  }
  for (; output < biases.length; output += 1) {
    let sum = biases[output];
    for (let input = 0; input < count; input += 1) sum += inputs[input] * weights[output * count + input];
    out[to + output] = sum < 0 ? sum * leak : sum;
  }
}

const halve = (layer) => maxPool(layer, 2);

/** The largest of 2 × 2 values. */
function maxPool({ data, width, height, channels }, stride) {
  const [outWidth, outHeight] = [Math.ceil(width / stride), Math.ceil(height / stride)];
  const out = new Float32Array(outWidth * outHeight * channels).fill(Number.NEGATIVE_INFINITY);
  for (let y = 0; y < outHeight; y += 1)
    for (let x = 0; x < outWidth; x += 1) {
      const to = (y * outWidth + x) * channels;
      for (let row = y * stride; row < Math.min(height, y * stride + 2); row += 1)
        for (let column = x * stride; column < Math.min(width, x * stride + 2); column += 1) {
          const from = (row * width + column) * channels;
          for (let at = 0; at < channels; at += 1) if (data[from + at] > out[to + at]) out[to + at] = data[from + at];
        }
    }
  return { data: out, width: outWidth, height: outHeight, channels };
}

const sigmoid = (value) => 1 / (1 + Math.exp(-value));

function facesIn({ data, width, height, channels }, minScore) {
  const faces = [];
  const numbers = new Float32Array(LAST.biases.length);
  for (let cell = 0; cell < width * height; cell += 1) {
    multiply(data.subarray(cell * channels, (cell + 1) * channels), LAST.filters, LAST.biases, numbers, 0, 1);
    for (const [at, [across, down]] of ANCHORS.entries()) {
      const [x, y, wide, high, certainty] = numbers.subarray(at * NUMBERS, (at + 1) * NUMBERS);
      const score = sigmoid(certainty);
      if (score < minScore) continue;
      const face = { width: Math.exp(wide) * across * CELL, height: Math.exp(high) * down * CELL, score };
      const centre = { x: ((cell % width) + sigmoid(x)) * CELL, y: (Math.floor(cell / width) + sigmoid(y)) * CELL };
      faces.push({ ...face, x: centre.x - face.width / 2, y: centre.y - face.height / 2 });
    }
  }
  return faces;
}
