import type { createTranslator } from 'use-intl/core';
import type { messages } from '@/messages/en';

/** The catalogues of pages, of a language. */
export type PageMessages = typeof messages;

/** Parts of catalogues: what a page sends to the browser. */
export type ClientMessages = { [Area in keyof PageMessages]?: Partial<PageMessages[Area]> };

/** The texts of an area, for parts that the server renders. */
export type PageTexts<Area extends keyof PageMessages> = ReturnType<typeof createTranslator<PageMessages, Area>>;
