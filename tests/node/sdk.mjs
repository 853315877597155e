// Builds the TON Connect SDK that the hub serves: one module with what the wallet screen uses.
//
//   node sdk.mjs --modules FOLDER           builds it and writes it where it is vendored
//   node sdk.mjs --modules FOLDER --check   builds it and says whether it differs
//
// Left out of the package's own text is what our settings never reach: its list of wallets for
// when ours cannot be fetched, WalletConnect (which has to be begun by hand), and the sending of
// analytics, which `mode: 'off'` does not begin. Whoever reached them all the same would be told.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '3.4.1';
const here = dirname(fileURLToPath(import.meta.url));
const place = join(here, '../../hub/web/static/vendor/tonconnect/tonconnect-sdk.js');
const NOTICE = `/*! @tonconnect/sdk ${VERSION}, Apache-2.0, see LICENSES/tonconnect-sdk.txt. Changed by Baursak: bundled with`
  + ' what it needs, without its own list of wallets, WalletConnect and analytics; by tests/node/sdk.mjs. */';
const GONE = ['WalletConnectProvider', 'AnalyticsManager'];

// From what a declaration begins with to the line that ends it.
function cut(text, begin, end, instead) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0 || text.indexOf(begin, from + 1) >= 0) throw new Error(`the package no longer has one ${begin}`);
  return text.slice(0, from) + instead + text.slice(to + end.length);
}

function shortened(text) {
  let rest = cut(text, '\nconst FALLBACK_WALLETS_LIST = [\n', '\n];\n', '\nconst FALLBACK_WALLETS_LIST = [];\n');
  for (const name of GONE) {
    const instead = `\nclass ${name} { constructor() { throw new Error('Baursak has no ${name}'); } }\n`;
    rest = cut(rest, `\nclass ${name} {\n`, '\n}\n', instead);
  }
  return rest;
}

const folder = resolve(process.argv[process.argv.indexOf('--modules') + 1], 'node_modules');
const require = createRequire(join(folder, 'x.js'));
const { build } = require('esbuild');
const found = JSON.parse(readFileSync(join(folder, '@tonconnect/sdk/package.json'), 'utf8'));
if (found.version !== VERSION) throw new Error(`@tonconnect/sdk is ${found.version}, not ${VERSION}`);

const made = await build({
  stdin: { contents: "export { TonConnect } from '@tonconnect/sdk';", resolveDir: folder },
  nodePaths: [folder],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  platform: 'browser',
  legalComments: 'none',
  banner: { js: NOTICE },
  write: false,
  plugins: [{
    name: 'shorter',
    setup: (it) => it.onLoad({ filter: /@tonconnect[/\\]sdk[/\\]lib[/\\]esm[/\\]index\.mjs$/ }, ({ path }) => (
      { contents: shortened(readFileSync(path, 'utf8')), loader: 'js' })),
  }],
});
const text = made.outputFiles[0].text;
if (process.argv.includes('--check')) {
  if (readFileSync(place, 'utf8') !== text) throw new Error(`${place} is not what this builds`);
  console.log('the vendored SDK is what its package gives');
} else {
  writeFileSync(place, text);
  console.log(`${place}: ${text.length} characters`);
}
