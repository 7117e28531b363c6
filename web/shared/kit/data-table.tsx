// A table of records: each column is said once, for its head and for the cards that the rows become on a phone.

import type {ReactNode} from 'react';

export type Column<Row> = {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** `nowrap`: moments, lengths of time, numbers of jobs. */
  readonly nowrap?: boolean;
  /** Buttons: at the end of the row, with a title for whoever cannot see that they are buttons, and none on a card. */
  readonly buttons?: boolean;
};

type DataTableProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly className?: string | undefined;
  /** Without a head: the cards' labels are there all the same. */
  readonly headless?: boolean;
};

export function DataTable<Row>({columns, rows, keyOf, className, headless}: DataTableProps<Row>): ReactNode {
  return (
    <table className={className === undefined ? 'plain cards' : `plain cards ${className}`}>
      {headless !== true && (
        <thead>
          <tr>
            {columns.map(({title, buttons}) => (
              <th scope="col" key={title}>
                {buttons === true ? <span className="visually-hidden">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <Cell key={column.title} column={column}>
                {column.cell(row)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({column, children}: {readonly column: Column<Row>; readonly children: ReactNode}): ReactNode {
  const {title, nowrap, buttons} = column;
  if (buttons === true) return <td className="end nowrap">{children}</td>;
  return (
    <td data-label={title} {...(nowrap === true ? {className: 'nowrap'} : {})}>
      {children}
    </td>
  );
}
