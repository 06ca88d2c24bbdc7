function Test-MfaProof {
    <#
    .SYNOPSIS
    Tells whether the journal of a run is as it was written.

    .DESCRIPTION
    Each line of a journal carries the hash of the one before. Test-MfaProof follows that chain and gives a report: whether
    it is whole, the first line that is not as it was written and what is wrong with it, the hash of the last line, and
    whether the run has come to its end. The chain alone finds damage; -ExpectHead also finds a journal that its owner has
    shortened or written anew.

    It needs no connection: an auditor can use it anywhere.

    .PARAMETER Path
    The journal. Binds from the pipeline, as the summary of a run and the output of Get-ChildItem do.

    .PARAMETER ExpectHead
    The hash that the run told at its end, in Head of its summary. A journal that was shortened, or rewritten as a whole,
    has another one.

    .PARAMETER Quiet
    Gives $true or $false instead of a report.

    .PARAMETER Context
    The context to use. None is needed: a journal is checked without a tenant.

    .INPUTS
    System.String, or an object with the property Journal, File, FullName or PSPath; Head of a run's summary is expected.

    .OUTPUTS
    GraphMfa.JournalReport, with -Quiet System.Boolean

    .EXAMPLE
    Test-MfaProof run.jsonl -ExpectHead 5f1c0b7de0c1d0a34e7a3f4a2b0f6e2a9c1d7b8e4f3a2b1c0d9e8f7a6b5c4d3e

    Tells whether the journal is the one whose hash is in the ticket.

    .EXAMPLE
    Get-ChildItem *.jsonl | Where-Object { -not ($_ | Test-MfaProof -Quiet) }

    Shows journals that are damaged.

    .LINK
    Export-MfaProof

    .LINK
    about_GraphMfa_Run
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.JournalReport')]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Journal', 'File', 'FullName', 'PSPath')]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('Head')]
        [AllowEmptyString()]
        [string] $ExpectHead,

        [Parameter()]
        [switch] $Quiet,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin { Use-MfaCallerPreference $PSCmdlet }
    process {
        $request = [ordered] @{ operation = 'verifyJournal' }
        if ($ExpectHead) { $request['expectHead'] = $ExpectHead }
        $result = Invoke-MfaJournalRequest -Cmdlet $PSCmdlet -Request $request -File ([ordered] @{ file = $Path }) -Context $Context
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        if ($Quiet) { return [bool] $result.Response.intact }
        $report = ConvertTo-MfaRunSummary $result.Response 'GraphMfa.JournalReport'
        # Beside it, so that it pipes on.
        Add-Member -InputObject $report -NotePropertyName File -NotePropertyValue $request['file'] -PassThru
    }
}
