beginContents();
beginSearch();
beginTables();
beginNumbers();
