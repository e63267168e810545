"""Pure rules of release day. They know neither Django nor a database, and are told what day it is."""
