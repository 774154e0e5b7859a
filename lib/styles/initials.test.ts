import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openFont } from './font';
import { initialsOf, pickLetters } from './initials';

const font = openFont(fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')));

describe('the initials of', () => {
  it.each([
    // Latin
    ['Ada Lovelace', 'A L'],
    ['ada lovelace', 'A L'],
    ['  Ada   Lovelace ', 'A L'],
    ['Ada', 'A'],
    ['Ludwig van Beethoven', 'L B'],
    ['Jean-Luc Picard', 'J P'],
    ["Miles O'Brien", 'M O'],
    ['Åsa Çelik', 'Å Ç'],
    ['A\u030asa E\u0301lan', 'Å É'],
    ['x\u0304u Zed', 'X\u0304 Z'],
    ['ßeta Öz', 'ß Ö'],
    ['ǆana Đukić', 'D Đ'],
    ['Nguyễn Văn Ước', 'N Ư'],
    ['ＡＤＡ 𝓛ovelace', 'A L'],
    ['3 Doors Down', '3 D'],
    // Other scripts that the font covers
    ['Иван Петрович Щукин', 'И Щ'],
    ['ђорђе ћосић', 'Ђ Ћ'],
    ['Ωμέγα Ψάλτης', 'Ω Ψ'],
    ['άννα', 'Ά'],
    ['محمد علي', 'م ع'],
    ['שרה כהן', 'ש כ'],
    ['Արամ Խաչատրյան', 'Ա Խ'],
    ['შოთა რუსთაველი', 'შ რ'],
    // Characters that are not letters
    ['(Ada) "Lovelace"', 'A L'],
    ['😀 Ada Lovelace 🎉', 'A L'],
    ['<script>alert(1)</script>', 'S'],
    ['& <', ''],
    ['👨‍👩‍👧 🇫🇷 1️⃣', ''],
    ['', ''],
    // Scripts that the font does not cover
    ['李小龙', ''],
    ['김철수', ''],
    ['प्रिया शर्मा', ''],
    ['山田 Taro', 'T'],
    ['Taro 山田', 'T'],
  ])('%j are %j', (name, letters) => {
    expect(initialsOf(name, font).join(' ')).toBe(letters);
  });

  it('a very long name are found at its start, without unpaired surrogates', () => {
    expect(initialsOf(`Ada ${'x '.repeat(100_000)}`, font)).toEqual(['A', 'X']);
    expect(initialsOf('\ud83d Ada \ude00', font)).toEqual(['A']);
    expect(initialsOf(`a${'\u0301'.repeat(50_000)}`, font).join('').length).toBeLessThanOrEqual(100);
  });
});

describe('chosen letters', () => {
  it.each([
    ['AL', 'A L'],
    ['jfk', 'J F K'],
    ['ABCD', 'A B C'],
    ['A. L.', 'A L'],
    ['李', ''],
    ['<&>', ''],
    ['', ''],
  ])('%j are %j', (text, letters) => {
    expect(pickLetters(text, font).join(' ')).toBe(letters);
  });
});
