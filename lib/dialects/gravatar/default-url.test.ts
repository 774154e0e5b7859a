import { describe, expect, it } from 'vitest';
import { publicPicture } from './default-url';

describe('the URL of a default picture', () => {
  it.each([
    ['https://example.org/face.png', 'https://example.org/face.png'],
    ['http://example.org/face.JPG', 'http://example.org/face.JPG'],
    ['HTTPS://Example.ORG/a/b.jpeg', 'https://example.org/a/b.jpeg'],
    ['https://example.org/face.gif', 'https://example.org/face.gif'],
    ['https://example.org:443/face.png', 'https://example.org/face.png'],
    ['http://example.org:443/face.png', 'http://example.org:443/face.png'],
    ['https://example.org:80/face.png', 'https://example.org:80/face.png'],
    ['https://example.org/face.png?size=80&x=.png', 'https://example.org/face.png'],
    ['https://example.org/face.png#top', 'https://example.org/face.png'],
    ['https://bücher.example/gesicht.png', 'https://xn--bcher-kva.example/gesicht.png'],
    ['https://example.org/ü x.png', 'https://example.org/%C3%BC%20x.png'],
    ['https://8.8.8.8/face.png', 'https://8.8.8.8/face.png'],
    ['https://[2606:4700::1111]/face.png', 'https://[2606:4700::1111]/face.png'],
    ['https://localhost.example.org/face.png', 'https://localhost.example.org/face.png'],
  ])('%s redirects to %s', (text, url) => {
    expect(publicPicture(text)).toBe(url);
  });

  it.each([
    // Not the URL of a picture
    '',
    'face.png',
    '/face.png',
    '//example.org/face.png',
    'https:face.png',
    'https://',
    'https://example.org',
    'https://example.org/',
    'https://example.org/face',
    'https://example.org/face.svg',
    'https://example.org/face.png.html',
    'https://example.org/?face.png',
    'https://example.org/#face.png',
    'https://example.org/face.png/',
    'https://exa mple.org/face.png',
    // Another scheme
    'ftp://example.org/face.png',
    'javascript:alert(1)//face.png',
    'data:image/png;base64,AAAA.png',
    'file:///face.png',
    // Ports and credentials
    'https://example.org:8080/face.png',
    'https://example.org:22/face.png',
    'https://ada@example.org/face.png',
    'https://ada:secret@example.org/face.png',
    'https://:secret@example.org/face.png',
    // Names inside a network
    'http://localhost/face.png',
    'http://LOCALHOST./face.png',
    'http://router/face.png',
    'http://router./face.png',
    'http://app.localhost/face.png',
    'http://printer.local/face.png',
    'http://printer.local./face.png',
    'http://metadata.google.internal/face.png',
    'http://nas.home.arpa/face.png',
    // Private and invalid addresses
    'http://127.0.0.1/face.png',
    'http://127.0.0.1./face.png',
    'http://127.1/face.png',
    'http://2130706433/face.png',
    'http://0x7f000001/face.png',
    'http://0x7f.1/face.png',
    'http://0177.0.0.1/face.png',
    'http://１２７.0.0.1/face.png',
    'http://0/face.png',
    'http://0.0.0.0/face.png',
    'http://10.1.2.3/face.png',
    'http://172.16.0.1/face.png',
    'http://192.168.1.1/face.png',
    'http://169.254.169.254/face.png',
    'http://100.64.0.1/face.png',
    'http://224.0.0.1/face.png',
    'http://255.255.255.255/face.png',
    'http://192.0.2.1/face.png',
    'http://[::1]/face.png',
    'http://[::]/face.png',
    'http://[::ffff:127.0.0.1]/face.png',
    'http://[::ffff:7f00:1]/face.png',
    'http://[::ffff:10.0.0.1]/face.png',
    'http://[fe80::1]/face.png',
    'http://[fd00::1]/face.png',
    'http://[ff02::1]/face.png',
    'http://[64:ff9b::7f00:1]/face.png',
    'http://[2002:7f00:1::]/face.png',
    'http://[2001:db8::1]/face.png',
  ])('%s is refused', (text) => {
    expect(publicPicture(text)).toBeNull();
  });
});
