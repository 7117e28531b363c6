// Writes docs/findings.md from the catalogue of findings and rules.

import {writeFileSync} from 'node:fs';
import {findingDocs} from '../src/model/finding-docs.ts';
import {rulesPage} from '../src/model/rules.ts';

writeFileSync(new URL(`../${rulesPage}`, import.meta.url), findingDocs());
