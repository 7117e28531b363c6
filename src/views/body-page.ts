// Which page the top layer shows in the body of the screen.

import {topLayer} from '../state/console-state.ts';
import {controllerPage} from './controller/controller-page.ts';
import {actionsPage} from './dialog/actions-page.ts';
import {choosePage} from './dialog/choose-page.ts';
import {confirmPage} from './dialog/confirm-page.ts';
import {fieldPage} from './dialog/field-page.ts';
import {phasesPage} from './dialog/phases-page.ts';
import {questionPage} from './dialog/question-page.ts';
import {drillPage} from './drill/drill-page.ts';
import {acknowledgePage} from './events/acknowledge-page.ts';
import {eventsPage} from './events/events-page.ts';
import {evidencePage} from './evidence/evidence-page.ts';
import {readingPage} from './evidence/reading-page.ts';
import {helpPage} from './help/help-page.ts';
import {logsPage} from './logs/logs-page.ts';
import {overviewPage} from './overview/overview-page.ts';
import type {Page, PageContext} from './page.ts';
import {planPage} from './plan/plan-page.ts';
import {planStepPage} from './plan/plan-step-page.ts';
import {commandsPage} from './run/commands-page.ts';
import {runPage} from './run/run-page.ts';
import {runsPage} from './run/runs-page.ts';
import {stepPage} from './run/step-page.ts';
import {servicePage} from './service/service-page.ts';
import {sitesPage} from './sites/sites-page.ts';

export function bodyPage(context: PageContext): Page {
  const layer = topLayer(context.state);
  switch (layer.kind) {
    case 'overview':
      return overviewPage(context);
    case 'service':
      return servicePage({...context, service: layer.service});
    case 'controller':
      return controllerPage(context, layer);
    case 'reading':
      return readingPage(context, layer);
    case 'evidence':
      return evidencePage(context, layer);
    case 'runs':
      return runsPage(context, layer);
    case 'run':
      return runPage(context, layer);
    case 'drill':
      return drillPage(context, layer);
    case 'step':
      return stepPage(context, layer);
    case 'help':
      return helpPage(context, layer);
    case 'events':
      return eventsPage(context, layer);
    case 'acknowledge':
      return acknowledgePage(context, layer);
    case 'sites':
      return sitesPage(context, layer);
    case 'actions':
      return actionsPage(context, layer);
    case 'choose':
      return choosePage(context, layer);
    case 'field':
      return fieldPage(context, layer);
    case 'logs':
      return logsPage(context, layer, false);
    case 'log-filter': {
      const logs = context.state.layers.find((one) => one.kind === 'logs');
      return logs === undefined ? {rows: [], items: null, last: 0} : logsPage(context, logs, true);
    }
    case 'phases':
      return phasesPage(context, layer);
    case 'plan':
      return planPage(context, layer);
    case 'plan-step':
      return planStepPage(context, layer.step);
    case 'confirm':
      return confirmPage(context, layer);
    case 'commands':
      return commandsPage(context, layer);
    case 'attach':
    case 'operate':
    case 'cancel':
    case 'quit':
      return questionPage(context, layer);
  }
}
