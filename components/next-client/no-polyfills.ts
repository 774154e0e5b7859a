/** In place of what Next.js adds to browsers that lack methods of ES2019 to ES2022. The browsers that it supports have them. */
export {};
