#!/usr/bin/env node
// The way in for `npm start`, `npm test`, `npm run bench` and `npx chargewright`. Plain JavaScript without dependencies,
// because it runs before anything is installed and on whatever Node the machine has. What needs a newer Node than the
// check below is loaded only after it.
var OLDEST = 18

var major = Number(process.versions.node.split('.')[0])
if (major < OLDEST) {
  console.error(`Chargewright needs Node.js ${OLDEST} or newer to set itself up; this is ${process.version}.`)
  console.error('A current one is at https://nodejs.org/en/download, or in the packages of your system.')
  process.exit(1)
}

import('./tools/setup/main.mjs').then((setup) => setup.main(process.argv.slice(2)))
