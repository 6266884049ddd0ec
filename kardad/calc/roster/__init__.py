"""The roster: a sheet of workers that somebody uploads, read row by row into facts of payslips, every error in its cell; no Django."""
