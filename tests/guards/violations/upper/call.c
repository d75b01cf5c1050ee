int lower_number(void); /* declared by hand: the whole program would link */
int upper_number(void);

int upper_number(void)
{
    return lower_number();
}
