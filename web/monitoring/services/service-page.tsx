// One service: its verdict, its findings, and everything that was read of it.

import type {ReactNode} from 'react';
import type {ServiceStatus, Status} from '../../shared/api/status.ts';
import {factTitle, factValue} from '../../shared/facts/fact-words.ts';
import {FindingList} from '../../shared/findings/finding-list.tsx';
import {LiveBody} from '../../shared/frame/live-body.tsx';
import {Note} from '../../shared/kit/failure-note.tsx';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {bestTolerance, Pips} from '../../shared/kit/pips.tsx';
import {textIfAny} from '../../shared/words/catalogue.ts';
import {spokenWord} from '../../shared/words/spoken.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import {FactTable} from './fact-table.tsx';
import style from './service-page.module.css';

export function ServicePage({name}: {readonly name: string}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  return (
    <>
      <PageHead title={textIfAny(language, `service.title.${name}`) ?? name} />
      <LiveBody>
        {(status) => {
          const service = status.services[name];
          if (service === undefined) return <Note level="unknown">{say('services.none', {name})}</Note>;
          return <ServiceParts name={name} service={service} status={status} />;
        }}
      </LiveBody>
    </>
  );
}

type ServicePartsProps = {readonly name: string; readonly service: ServiceStatus; readonly status: Status};

function ServiceParts({name, service, status}: ServicePartsProps): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const findings = status.findings.filter((finding) => finding.service === name);
  const members = Object.values(service.controllers).filter(({verdict}) => verdict !== 'none').length;
  const left = status.tolerance[name];
  const shared = Object.entries(service.facts);
  return (
    <div className="stack">
      <div className={style['verdict']}>
        <LevelMark level={service.verdict} large />
        <span>{spokenWord(language, service.line)}</span>
        {left !== undefined && (
          <span className={style['lose']}>
            {say('matrix.may-lose')} <Pips left={left} best={bestTolerance(name, members)} />
          </span>
        )}
      </div>
      <Panel title={say('findings.title')} flush>
        {findings.length === 0 ? (
          <Nothing>{say('service.no-findings', {service: name})}</Nothing>
        ) : (
          <FindingList findings={findings} />
        )}
      </Panel>
      {shared.length > 0 && (
        <Panel title={say('services.of-cluster')}>
          <dl className={style['shared']}>
            {shared.map(([key, value]) => (
              <div key={key}>
                <dt>{factTitle(name, key, language)}</dt>
                <dd>{factValue(key, value, language)}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
      <Panel title={say('services.facts')} flush>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={style['scroll']} tabIndex={0} aria-label={`${name}: ${say('services.fact')}`}>
          <FactTable name={name} service={service} now={status.at} />
        </section>
      </Panel>
    </div>
  );
}
