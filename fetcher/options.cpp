// the words of the command line
