function Get-MfaLineCount {
    # How many lines the input of a run has, for the question; who they are, and how many of them can be used, is found out
    # when the run begins.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        # The input, as the contract has it.
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Source,

        [Parameter(Mandatory, Position = 1)]
        [string] $What
    )
    $count = 0
    try {
        if ($Source.Contains('text')) { $reader = New-Object -TypeName System.IO.StringReader -ArgumentList $Source['text'] }
        else { $reader = New-Object -TypeName System.IO.StreamReader -ArgumentList $Source['path'] }
        try {
            while ($null -ne ($line = $reader.ReadLine())) { if ($line.Trim() -ne '') { $count++ } }
        }
        finally { $reader.Dispose() }
    }
    catch {
        # What is wrong with the file is for the run to say, with what to do about it.
        return 'which could not be read'
    }
    "$count $What"
}
