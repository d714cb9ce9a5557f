# Between the words of a list, and between lists
list-mark = 、
list-mark-between = ；
