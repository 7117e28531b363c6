// The web services are built by a later phase: until they have probes they read `none` and have no say in any verdict.

import {word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {noneCell} from '../lost-cell.ts';

export function judgeWeb({config}: JudgeInput): JudgePart {
  const cells = config.nodes.controllers.map(
    (controller) => [controller.hostname, noneCell(controller.services.web ? 'not-deployed' : 'not-enabled')] as const,
  );
  return {
    verdict: {
      level: 'none',
      line: word('not-deployed'),
      tolerance: null,
      controllers: Object.fromEntries(cells),
      facts: {},
    },
    findings: [],
  };
}
