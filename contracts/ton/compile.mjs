// Compiles every contract and keeps its code beside the sources: build/<name>.json.
//
//   node compile.mjs            compiles all and writes what has changed
//   node compile.mjs --check    compiles all and compares; names every contract that differs
//   --modules FOLDER            a node_modules elsewhere (to compile without installing here)
//
// The sources' hash is over name and content of every file that the compiler asked for, in order of
// names, so that it also tells which sources a code was made of.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOLK = '1.3.0';
const here = dirname(fileURLToPath(import.meta.url));
const build = join(here, 'build');

// One folder is one contract, but for the wallet: its two kinds differ in one file.
const KINDS = {
  jetton_wallet: {
    jetton_wallet_open: {},
    jetton_wallet_locked: { 'jetton_wallet/kind.tolk': 'jetton_wallet/kind_locked.tolk' },
  },
};

function said(flag) {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
}

function contracts() {
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(here, entry.name, 'main.tolk')))
    .map((entry) => entry.name)
    .sort()
    .flatMap((folder) =>
      Object.entries(KINDS[folder] ?? { [folder]: {} }).map(([name, instead]) => ({ name, folder, instead })),
    );
}

async function compiled(tolk, { name, folder, instead }) {
  const read = new Map();
  const result = await tolk.runTolkCompiler({
    entrypointFileName: `${folder}/main.tolk`,
    fsReadCallback: (path) => {
      const file = instead[path] ?? path;
      read.set(file, readFileSync(join(here, file), 'utf-8'));
      return read.get(file);
    },
  });
  if (result.status === 'error') {
    throw new Error(`${name} does not compile:\n${result.message}`);
  }
  const sources = createHash('sha256');
  for (const file of [...read.keys()].sort()) {
    const text = read.get(file).replaceAll('\r\n', '\n');
    sources.update(`${file}\0${Buffer.byteLength(text)}\0${text}`);
  }
  const kept = {
    name,
    tolk: TOLK,
    code: result.codeBoc64,
    code_hash: result.codeHashHex.toLowerCase(),
    sources: [...read.keys()].sort(),
    sources_sha256: sources.digest('hex'),
  };
  return `${JSON.stringify(kept, null, 2)}\n`;
}

async function main() {
  const modules = said('--modules');
  const require = createRequire(modules ? join(resolve(modules), 'x.js') : import.meta.url);
  const tolk = require('@ton/tolk-js');
  const version = await tolk.getTolkCompilerVersion();
  if (version !== TOLK) {
    throw new Error(`Tolk ${version} is installed here; the contracts are compiled by ${TOLK}`);
  }
  const isCheck = process.argv.includes('--check');
  const wanted = said('--only');
  const wrong = [];
  mkdirSync(build, { recursive: true });
  const all = contracts();
  for (const contract of all) {
    if (wanted && contract.folder !== wanted) continue;
    const path = join(build, `${contract.name}.json`);
    const before = existsSync(path) ? readFileSync(path, 'utf-8') : '';
    const now = await compiled(tolk, contract);
    if (now !== before) {
      wrong.push(contract.name);
      if (!isCheck) writeFileSync(path, now);
    }
  }
  const known = new Set(all.map(({ name }) => `${name}.json`));
  const orphans = readdirSync(build).filter((file) => !known.has(file));
  if (isCheck && (wrong.length || orphans.length)) {
    const names = [...wrong, ...orphans].join(', ');
    throw new Error(`not what the sources say: ${names}. Run: npm --prefix contracts/ton run compile`);
  }
  console.log(isCheck ? `${all.length} contracts are what their sources say` : `written: ${wrong.join(', ') || 'nothing'}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
