function Get-MfaRowFault {
    # What is wrong with a row of the pipeline, as a failure.
    [CmdletBinding()]
    param(
        # As the contract has it.
        [Parameter(Mandatory, Position = 0)]
        [object] $BadRow,

        # The row itself, as it went to the library.
        [Parameter(Mandatory, Position = 1)]
        [AllowEmptyString()]
        [string] $Text
    )
    $reason = (ConvertTo-MfaValue $BadRow.reason).TrimEnd('.')
    $code = 'invalidInput'
    $remedy = 'Correct the row; -Strict refuses the whole input where one row is bad'
    if ($reason -like 'nobody in the tenant has *') { $code = 'userNotFound' }
    elseif ($reason -eq 'names nobody') {
        $reason = 'it names nobody: none of UserPrincipalName, UPN, Mail, Id, ObjectId and UserId has a value that can be a person'
        $remedy = 'Give the row one of these columns; ids must be object ids (GUIDs), and a CSV may need -Delimiter'
    }
    New-MfaFault -Code $code -Message "Row $($BadRow.line) of the input cannot be used: $reason" -Remedy $remedy -Subject (Get-MfaRowName $Text)
}
