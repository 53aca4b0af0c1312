import type { MantineColorsTuple } from '@mantine/core'

/** The one accent: a deep petrol. Shade 8 carries white text at 7:1, shade 3 stands on dark at 8:1. */
export const accent: MantineColorsTuple = [
  '#edf6f8',
  '#d9eaee',
  '#b3d5dd',
  '#86bdca',
  '#5ea5b6',
  '#428fa3',
  '#327c91',
  '#276b7f',
  '#1c5d70',
  '#124755',
]

/** Greys without a hue, light to dark. */
export const grey: MantineColorsTuple = [
  '#fafafa',
  '#f4f4f5',
  '#e9e9eb',
  '#dcdcdf',
  '#c4c5c9',
  '#9b9da3',
  '#787b82',
  '#5b5e65',
  '#3c3f45',
  '#222428',
]

export const dark: MantineColorsTuple = [
  '#dfe0e3',
  '#c3c5c9',
  '#a3a6ac',
  '#7d8087',
  '#3a3d42',
  '#2e3135',
  '#232528',
  '#191b1d',
  '#131416',
  '#0c0d0e',
]

export const green: MantineColorsTuple = [
  '#ecf8f0',
  '#d5efde',
  '#aadfbd',
  '#79cc98',
  '#4fb977',
  '#33a561',
  '#23904f',
  '#187841',
  '#0f6334',
  '#0a4a27',
]
export const red: MantineColorsTuple = [
  '#fdf0ef',
  '#fbdedb',
  '#f5b9b4',
  '#ef928a',
  '#e76c62',
  '#db4b40',
  '#c73a2f',
  '#b12d23',
  '#99231a',
  '#7a1912',
]
export const amber: MantineColorsTuple = [
  '#fdf5e4',
  '#fae8c2',
  '#f4d189',
  '#edb84e',
  '#e2a02a',
  '#cb8816',
  '#a96e0d',
  '#8a590a',
  '#714808',
  '#573705',
]
export const blue: MantineColorsTuple = [
  '#eef4fc',
  '#dbe8f9',
  '#b6d0f2',
  '#8db5e9',
  '#669ae0',
  '#4882d4',
  '#366ec0',
  '#295aa5',
  '#1f4a8b',
  '#16376a',
]
