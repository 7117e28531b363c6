// A Block: exactly so many lines of exactly so many cells. Everything on the screen is made of these.

import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {createContext, useContext} from 'react';
import type {Row, Size} from './row.ts';
import {blankRow, paintRow} from './row.ts';
import type {Style} from './style.ts';
import {makeStyle} from './style.ts';

export const StyleContext = createContext<Style>(makeStyle({theme: 'mono', glyphs: 'ascii', language: 'en'}));

export function useStyle(): Style {
  return useContext(StyleContext);
}

/** Draws `rows`; missing ones are blank, surplus ones are absent. No row can shrink or be printed over another. */
export function Block({rows, size}: {readonly rows: readonly Row[]; readonly size: Size}): ReactNode {
  const style = useStyle();
  const lines = Array.from({length: size.height}, (_, index) => paintRow(rows[index] ?? blankRow, size.width, style));
  return (
    <Box flexDirection="column" flexShrink={0} width={size.width} height={size.height} overflow="hidden">
      {lines.map((line, index) => (
        // Lines have no identity but their place.
        <Box key={index} flexShrink={0} width={size.width} height={1}>
          <Text wrap="truncate">{line}</Text>
        </Box>
      ))}
    </Box>
  );
}
